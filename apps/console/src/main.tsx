import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import './styles/base.css';
import './styles/layout.css';
import './styles/components.css';
import './styles/battery.css';
import './styles/tables.css';
import './styles/log.css';
import './styles/operations.css';

const place = document.getElementById('console');
if (!place) throw new Error('index.html has no element with the id "console".');
createRoot(place).render(<App />);
