export { PluginFolder } from './plugin-folder.ts';
export { shown, voter } from './voters.ts';
