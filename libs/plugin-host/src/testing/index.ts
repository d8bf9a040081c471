export { PluginFolder } from './plugin-folder.ts';
