// What Material's own scripts leave for ours.
interface Window {
  document$: { subscribe(onPage: () => void): void };
  __md_get(key: string): any;
  __md_set(key: string, value: unknown): void;
}
