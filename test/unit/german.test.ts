import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { beforeAll, expect, test } from 'vitest';
import { parseImage } from '../../src/core/image.ts';
import { parse } from '../../src/core/tasks-file/parse.ts';
import { engineFailure } from '../../src/driver/docker/engine/engine-failure.ts';
import { EngineError } from '../../src/driver/docker/engine/http.ts';
import { root } from '../helpers/paths.ts';

// As `activate` does it; each test file has modules of its own.
beforeAll(() => {
  l10n.config({ contents: readFileSync(path.join(root, 'l10n/bundle.l10n.de.json'), 'utf8') });
});

test.each([
  ['[]', 'Die Datei enthält eine Liste, nicht eine Aufgabendatei: { "version": "1", "tasks": [] } schreiben'],
  ['{}', 'Eine Aufgabendatei braucht `tasks`: hinzufügen.'],
  ['{ "tasks": [{}] }', 'Eine Aufgabe braucht `label`: hinzufügen.'],
  [
    '{ "tasks": [{ "label": "a", "image": [] }] }',
    '`image` erwartet den Namen eines Images, nicht eine Liste.',
  ],
  [
    '{ "tasks": [{ "label": "a", "image": "b", "timeout": {} }] }',
    '`timeout` erwartet eine Dauer wie "90s" oder eine Anzahl von Sekunden, nicht ein Objekt.',
  ],
  [
    '{ "tasks": [{ "label": "a", "image": "b", "timeout": "9" }] }',
    'In `timeout`: "9" hat keine Einheit: 9 oder "9s" für Sekunden schreiben.',
  ],
  [
    '{ "tasks": [{ "label": "a", "image": "b", "user": "${env:}" }] }',
    'In `user`: `${env:}` nennt keine Umgebungsvariable: eine wie `${env:PATH}` angeben.',
  ],
])('what is wrong in %s is said in German', (text, sentence) => {
  expect(parse(text).problems.map(({ message }) => message)).toContainEqual(
    expect.stringContaining(sentence),
  );
});

test('an image reference is explained in German', () => {
  expect(parseImage('a b')).toEqual({
    error: 'Die Imagereferenz "a b" enthält Leerraum: jeden Leerraum entfernen.',
  });
});

test.each([
  [new EngineError(500, 'no'), 'Fehler der Engine beim Versuch, den Container zu erstellen: no.'],
  [
    new DOMException('', 'TimeoutError'),
    'Die Engine hat nicht rechtzeitig geantwortet auf die Aufforderung, den Container zu erstellen.',
  ],
  [new Error('gone'), 'Die Verbindung zur Engine ging verloren beim Versuch, den Container zu erstellen.'],
])('what the engine was asked to do stands in German in each sentence: %s', (error, sentence) => {
  expect(engineFailure(error, l10n.t('create the container')).message).toBe(sentence);
});
