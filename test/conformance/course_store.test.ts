import { MemoryCourses } from '../fixtures/memory_courses.ts';
import { describeCourseStore } from './course_store.conformance.ts';

describeCourseStore('in memory', () => Promise.resolve(new MemoryCourses()));
