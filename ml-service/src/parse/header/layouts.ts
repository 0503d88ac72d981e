/**
 * Layouts of headers, tried in order; the first that fits wins. An element is the name of one or more token rules
 * (`a/b`), `=field` keeps its value, `?` makes it optional, `*` passes over one blank-delimited column. Blanks lie
 * between elements as they please. What follows the last element is the message.
 *
 * The order goes from the specific to the general, so that a word is a service only where what follows proves it.
 */
export const DEFAULT_LAYOUTS: readonly string[] = [
  // klog (Kubernetes)
  'klog=timestamp number klog_source',
  // RFC 5424
  'priority_version=level time=timestamp * *=service * * bracket/dash',
  // RFC 3164, and syslog files without the priority
  'priority=level? syslog_time=timestamp * process/name_colon/logger_colon=service',
  'priority=level? time=timestamp name/logger process=service',
  // logcat
  'time=timestamp number number level_letter=level name_colon/logger_colon=service',
  // logfmt
  'time_key=timestamp level_key=level service_key=service? request_key=request_id? trace_key=trace_id? span_key=span_id?',
  'level_key=level time_key=timestamp? service_key=service? request_key=request_id? trace_key=trace_id? span_key=span_id?',
  'time_key=timestamp service_key=service? level_key=level?',
  // common and combined access logs
  'ip/name/logger name/dash/number name/dash time=timestamp',
  // consoles of clusters: label, epoch, date, node, time, node, facility, component, level
  '* epoch date * time=timestamp * name name=service level=level',
  // Spring Boot
  'time=timestamp level=level number dash bracket? bracket? bracket? logger/module/name=service separator request=request_id?',
  // Python: time - logger - level - message
  'time=timestamp dash logger/module/name=service dash level=level dash',
  // ISO time, level, service, [request]
  'time/clock/syslog_time/epoch=timestamp separator/dash? number? number? level/level_bracket=level dash? separator? number? name/logger/name_colon/logger_colon=service request=request_id trace_key=trace_id? separator/dash?',
  '* time=timestamp number? level=level logger/name=service request=request_id',
  // … thread, logger and ids in other orders
  'time/clock/syslog_time/epoch=timestamp separator/dash? number? number? request=request_id? bracket? bracket? level/level_bracket/level_mark=level dash? separator? number? request=request_id? bracket? bracket? dash? logger_colon=service trace_key=trace_id? span_key=span_id?',
  'time/clock/syslog_time/epoch=timestamp separator/dash? number? number? request=request_id? bracket? bracket? level/level_bracket/level_mark=level dash? separator? number? request=request_id? bracket? bracket? dash? logger=service trace_key=trace_id? span_key=span_id? separator/dash?',
  'time/clock/syslog_time/epoch=timestamp separator/dash? number? number? request=request_id? bracket? bracket? level/level_bracket/level_mark=level dash? separator? number? request=request_id? trace_key=trace_id? span_key=span_id? dash?',
  'time/clock/syslog_time/epoch=timestamp separator/dash? number? level_bracket=level request=request_id?',
  'time/clock/syslog_time/epoch=timestamp separator? request=request_id? logger_colon/process=service',
  'time/clock/syslog_time/epoch=timestamp separator? request=request_id?',
  // the level first
  'level/level_bracket=level time/clock=timestamp request=request_id? logger_colon/process=service?',
  'level/level_bracket=level logger/logger_colon=service request=request_id? trace_key=trace_id? span_key=span_id?',
  'level/level_bracket=level name/name_colon=service request=request_id',
  'level/level_bracket/level_mark=level separator? dash? request=request_id?',
]; // prettier-ignore
