/** `core.http.basePath`: the server's path and the space, before every address of Kibana. */
export function createBasePath(base_path: string) {
  return {
    get: () => base_path,
    /** Before paths from the root only: neither relative ones nor whole addresses. */
    prepend: (path: string) =>
      path.startsWith('/') && !path.startsWith('//') ? `${base_path}${path}` : path,
    remove(path: string) {
      if (base_path === '') return path;
      if (path === base_path) return '/';
      return path.startsWith(`${base_path}/`) ? path.slice(base_path.length) : path;
    },
  };
}

export type BasePath = ReturnType<typeof createBasePath>;
