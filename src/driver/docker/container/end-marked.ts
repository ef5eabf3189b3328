/**
 * The argv that ends all processes of a container that have these words in their environment, which is what a process hands
 * on to its children: with SIGHUP, as the end of a terminal does, and after half a second with SIGKILL.
 *
 * Ids of processes that an engine tells are those of its machine, and a terminal's foreground is not all that was started
 * in it. It takes a shell alone: an image need not have grep, busybox's stops at a NUL, and a sleep may know whole seconds only.
 *
 * @param interpreter a POSIX shell that the container has
 */
export function endMarked(interpreter: string, mark: string): readonly string[] {
  return [interpreter, '-c', script, interpreter, mark];
}

const script = `
marked() {
  for file in /proc/[0-9]*/environ; do
    while read -r line || [ -n "$line" ]; do
      case "$line" in *"$1"*) echo "$file"; break ;; esac
    done 2>/dev/null <"$file"
  done
}
for signal in HUP KILL; do
  for file in $(marked "$1"); do
    process=\${file#/proc/}
    kill -$signal "\${process%/environ}"
  done
  for try in 1 2 3 4 5; do
    [ -n "$(marked "$1")" ] || exit 0
    sleep 0.1 || sleep 1
  done
done 2>/dev/null
exit 1
`;
