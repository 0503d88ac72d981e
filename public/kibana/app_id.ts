/** The name of the app in Kibana's addresses. */
export const APP_ID = 'logAi';
