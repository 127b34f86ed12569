# A build of C sources in a job of its own: generated sources, a library, tests, an archive.
mkdir -p /work/src && cd /work/src
for i in $(seq 1 12); do printf 'int f%d(int x) { return x + %d; }\n' "$i" "$i" >"f$i.c"; done
{ for i in $(seq 1 12); do echo "int f$i(int);"; done
  echo '#include <stdio.h>'; echo 'int main(void) { int s = 0;'
  for i in $(seq 1 12); do echo "s += f$i(1);"; done; echo 'printf("%d\n", s); return 0; }'; } >main.c
cat >Makefile <<'MAKE'
OBJECTS := $(patsubst %.c,%.o,$(filter-out main.c,$(wildcard *.c)))
all: program
libf.a: $(OBJECTS)
	ar rcs $@ $^
program: main.o libf.a
	$(CC) -o $@ main.o libf.a
test: program
	./program | grep -qx 90
clean:
	rm -f *.o *.a program
MAKE
make -s -j2 CFLAGS=-O2 && make -s test
git init -q . && git add . && git -c user.email=b@example -c user.name=b commit -qm build
tar -czf /work/build.tar.gz -C /work src && make -s clean
