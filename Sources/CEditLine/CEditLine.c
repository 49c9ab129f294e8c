#define _GNU_SOURCE
#include "CEditLine.h"

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

void cel_use_utf8(void) {
  // Without a UTF-8 locale libedit knows ASCII only.
  if (setlocale(LC_CTYPE, "") == NULL || strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
    setlocale(LC_CTYPE, "C.UTF-8");
}

EditLine *cel_open(const char *program, int input, int output) {
  // libedit's own drawing can't show a continuation prompt, scroll, or place the cursor after a
  // combining mark, so it is given a sink; only modes and window size use the descriptors.
  static FILE *sink = NULL;
  if (sink == NULL) sink = fopen("/dev/null", "w+e");
  if (sink == NULL) return NULL;
  EditLine *editor = el_init_fd(program, sink, sink, sink, input, output, output);
  // libedit is built with vi's keys for everyone; here they are for those who ask for them.
  if (editor != NULL) el_set(editor, EL_EDITOR, "emacs");
  // The history is ours, but some of vi's keys call libedit's without asking whether there is one.
  static HistoryW *none = NULL;
  if (none == NULL) none = history_winit();
  if (editor != NULL && none != NULL) el_wset(editor, EL_HIST, history_w, none);
  return editor;
}

void cel_close(EditLine *editor) { el_end(editor); }

void cel_set_client(EditLine *editor, void *client) { el_set(editor, EL_CLIENTDATA, client); }

void *cel_client(EditLine *editor) {
  void *client = NULL;
  el_get(editor, EL_CLIENTDATA, &client);
  return client;
}

void cel_set_reader(EditLine *editor, cel_reader reader) { el_wset(editor, EL_GETCFN, reader); }

int cel_add_function(
  EditLine *editor, const char *name, const char *help, cel_handler handler) {
  return el_set(editor, EL_ADDFN, name, help, handler);
}

void cel_read_settings(EditLine *editor) {
  el_source(editor, NULL);
  // Without editing there is no cell of several rows, whatever the file says.
  el_set(editor, EL_EDITMODE, 1);
  el_set(editor, EL_SIGNAL, 0);
}

int cel_bind(EditLine *editor, const char *key, const char *function, int alternate) {
  return alternate ? el_set(editor, EL_BIND, "-a", key, function, NULL)
                   : el_set(editor, EL_BIND, key, function, NULL);
}

void cel_set_raw(EditLine *editor, int raw) { el_set(editor, EL_PREP_TERM, raw); }

void cel_synchronize(EditLine *editor) {
  el_resize(editor);
  el_set(editor, EL_REFRESH);
}

int cel_run(EditLine *editor) {
  int count = 0;
  el_wgets(editor, &count);
  return count;
}

size_t cel_length(EditLine *editor) {
  const LineInfoW *line = el_wline(editor);
  return (size_t)(line->lastchar - line->buffer);
}

size_t cel_cursor(EditLine *editor) {
  const LineInfoW *line = el_wline(editor);
  return (size_t)(line->cursor - line->buffer);
}

void cel_copy(EditLine *editor, uint32_t *scalars, size_t count) {
  const LineInfoW *line = el_wline(editor);
  for (size_t i = 0; i < count; i++) scalars[i] = (uint32_t)line->buffer[i];
}

static wchar_t *wide(const uint32_t *scalars, size_t count) {
  wchar_t *text = calloc(count + 1, sizeof(*text));
  if (text == NULL) abort();
  for (size_t i = 0; i < count; i++) text[i] = (wchar_t)scalars[i];
  return text;
}

int cel_replace(EditLine *editor, const uint32_t *scalars, size_t count, size_t cursor) {
  wchar_t *text = wide(scalars, count);
  int result = el_wreplacestr(editor, text);
  free(text);
  if (result == 0) cel_move(editor, cursor);
  return result;
}

void cel_move(EditLine *editor, size_t cursor) {
  el_cursor(editor, (int)cursor - (int)cel_cursor(editor));
}

void cel_push(EditLine *editor, const uint32_t *scalars, size_t count) {
  wchar_t *text = wide(scalars, count);
  el_wpush(editor, text);
  free(text);
}
