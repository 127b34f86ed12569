package dev.vedette.probes.libbpf;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.NoSuchElementException;

/**
 * The library libbpf.so.1 and the functions of it that we call: all of them exist since libbpf 1.1. Signatures:
 * bpf/libbpf.h, bpf/bpf.h, bpf/btf.h. Thread-safe as far as libbpf is: different objects may be used by different
 * threads.
 */
@SuppressWarnings("restricted") // calling native code is what this is for
public final class Libbpf {
    private static final String FILE = "libbpf.so.1";
    /** BPF_MAP_TYPE_RINGBUF, linux/bpf.h. */
    private static final int MAP_TYPE_RINGBUF = 27;
    /** linux/fcntl.h and asm-generic/errno-base.h. */
    private static final int F_DUPFD_CLOEXEC = 1030;

    private static final int EMFILE = 24;
    /** O_RDONLY and O_CLOEXEC, asm-generic/fcntl.h: the same on every architecture that Java has libbpf on. */
    private static final int O_RDONLY_CLOEXEC = 0x80000;

    /** The largest page of any architecture in use: a ring is whole pages. */
    private static final int LEAST_RING_BYTES = 64 << 10;

    private static final long LONGEST_ERROR_TEXT = 256;

    /** The library keeps one print function for the whole process, so there is one of this too. */
    private static Libbpf loaded;

    final NativeFunction openMemory;
    final NativeFunction load;
    final NativeFunction closeObject;
    final NativeFunction nextProgram;
    final NativeFunction nextMap;
    final NativeFunction objectBtf;

    final NativeFunction programName;
    final NativeFunction programSection;
    final NativeFunction programFd;
    final NativeFunction autoload;
    final NativeFunction setAutoload;
    final NativeFunction attach;
    final NativeFunction attachCgroup;
    final NativeFunction testRun;
    final NativeFunction loadProgram;
    final NativeFunction openTracing;
    final NativeFunction destroyLink;
    final NativeFunction openLink;
    final NativeFunction linkFd;
    final NativeFunction disconnectLink;
    final NativeFunction pin;
    final NativeFunction pinned;

    final NativeFunction mapName;
    final NativeFunction mapFd;
    final NativeFunction mapType;
    final NativeFunction keySize;
    final NativeFunction valueSize;
    final NativeFunction maxEntries;
    final NativeFunction setMaxEntries;
    final NativeFunction initialValue;
    final NativeFunction reuse;
    final NativeFunction createMap;
    final NativeFunction lookup;
    final NativeFunction update;
    final NativeFunction delete;
    final NativeFunction lookupBatch;

    final NativeFunction queryPrograms;
    final NativeFunction programById;
    final NativeFunction infoOf;

    final NativeFunction kernelBtf;
    final NativeFunction moduleBtf;
    final NativeFunction freeBtf;
    final NativeFunction btfFind;
    final NativeFunction btfType;
    final NativeFunction btfName;

    private final NativeFunction open;
    private final NativeFunction control;
    private final NativeFunction closeFd;
    private final NativeFunction errorText;
    private final LibbpfMessages messages;

    /**
     * Opens the library and begins to keep its messages; the same one for everybody in this process.
     *
     * @throws LibbpfUnavailableException if it is not installed, too old, or native access is not allowed
     */
    public static synchronized Libbpf load() throws LibbpfUnavailableException {
        if (loaded == null) {
            loaded = load(FILE);
        }
        return loaded;
    }

    static Libbpf load(String file) throws LibbpfUnavailableException {
        try {
            return new Libbpf(SymbolLookup.libraryLookup(file, Arena.global()));
        } catch (NoSuchElementException e) {
            throw new LibbpfUnavailableException(
                    file + " is older than 1.1 (" + e.getMessage() + "): install libbpf1 from Debian 12 or newer", e);
        } catch (IllegalArgumentException e) {
            throw new LibbpfUnavailableException(file + " is not installed: apt-get install libbpf1", e);
        } catch (IllegalCallerException e) {
            throw new LibbpfUnavailableException(
                    "Java may not call native code: start it with --enable-native-access=ALL-UNNAMED", e);
        }
    }

    private Libbpf(SymbolLookup library) {
        openMemory = function(library, "bpf_object__open_mem", ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
        load = function(library, "bpf_object__load", JAVA_INT, ADDRESS);
        closeObject = procedure(library, "bpf_object__close", ADDRESS);
        nextProgram = function(library, "bpf_object__next_program", ADDRESS, ADDRESS, ADDRESS);
        nextMap = function(library, "bpf_object__next_map", ADDRESS, ADDRESS, ADDRESS);
        objectBtf = function(library, "bpf_object__btf", ADDRESS, ADDRESS);

        programName = function(library, "bpf_program__name", ADDRESS, ADDRESS);
        programSection = function(library, "bpf_program__section_name", ADDRESS, ADDRESS);
        programFd = function(library, "bpf_program__fd", JAVA_INT, ADDRESS);
        autoload = function(library, "bpf_program__autoload", JAVA_BOOLEAN, ADDRESS);
        setAutoload = function(library, "bpf_program__set_autoload", JAVA_INT, ADDRESS, JAVA_BOOLEAN);
        attach = function(library, "bpf_program__attach", ADDRESS, ADDRESS);
        attachCgroup = function(library, "bpf_program__attach_cgroup", ADDRESS, ADDRESS, JAVA_INT);
        loadProgram =
                function(library, "bpf_prog_load", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
        openTracing = function(library, "bpf_raw_tracepoint_open", JAVA_INT, ADDRESS, JAVA_INT);
        testRun = function(library, "bpf_prog_test_run_opts", JAVA_INT, JAVA_INT, ADDRESS);
        destroyLink = function(library, "bpf_link__destroy", JAVA_INT, ADDRESS);

        openLink = function(library, "bpf_link__open", ADDRESS, ADDRESS);
        linkFd = function(library, "bpf_link__fd", JAVA_INT, ADDRESS);
        disconnectLink = procedure(library, "bpf_link__disconnect", ADDRESS);
        pin = function(library, "bpf_obj_pin", JAVA_INT, JAVA_INT, ADDRESS);
        pinned = function(library, "bpf_obj_get", JAVA_INT, ADDRESS);

        mapName = function(library, "bpf_map__name", ADDRESS, ADDRESS);
        mapFd = function(library, "bpf_map__fd", JAVA_INT, ADDRESS);
        mapType = function(library, "bpf_map__type", JAVA_INT, ADDRESS);
        keySize = function(library, "bpf_map__key_size", JAVA_INT, ADDRESS);
        valueSize = function(library, "bpf_map__value_size", JAVA_INT, ADDRESS);
        maxEntries = function(library, "bpf_map__max_entries", JAVA_INT, ADDRESS);
        setMaxEntries = function(library, "bpf_map__set_max_entries", JAVA_INT, ADDRESS, JAVA_INT);
        initialValue = function(library, "bpf_map__initial_value", ADDRESS, ADDRESS, ADDRESS);
        reuse = function(library, "bpf_map__reuse_fd", JAVA_INT, ADDRESS, JAVA_INT);
        createMap =
                function(library, "bpf_map_create", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
        lookup = function(library, "bpf_map_lookup_elem", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
        update = function(library, "bpf_map_update_elem", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG);
        delete = function(library, "bpf_map_delete_elem", JAVA_INT, JAVA_INT, ADDRESS);
        lookupBatch = function(
                library,
                "bpf_map_lookup_batch",
                JAVA_INT,
                JAVA_INT,
                ADDRESS,
                ADDRESS,
                ADDRESS,
                ADDRESS,
                ADDRESS,
                ADDRESS);

        queryPrograms =
                function(library, "bpf_prog_query", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, ADDRESS);
        programById = function(library, "bpf_prog_get_fd_by_id", JAVA_INT, JAVA_INT);
        infoOf = function(library, "bpf_obj_get_info_by_fd", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);

        kernelBtf = function(library, "btf__load_vmlinux_btf", ADDRESS);
        moduleBtf = function(library, "btf__load_module_btf", ADDRESS, ADDRESS, ADDRESS);
        freeBtf = procedure(library, "btf__free", ADDRESS);
        btfFind = function(library, "btf__find_by_name_kind", JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
        btfType = function(library, "btf__type_by_id", ADDRESS, ADDRESS, JAVA_INT);
        btfName = function(library, "btf__name_by_offset", ADDRESS, ADDRESS, JAVA_INT);

        open = NativeFunction.bind(
                Linker.nativeLinker().defaultLookup(),
                "open",
                FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
                Linker.Option.firstVariadicArg(2));
        control = NativeFunction.bind(
                Linker.nativeLinker().defaultLookup(),
                "fcntl",
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
                Linker.Option.firstVariadicArg(2));
        closeFd = function(Linker.nativeLinker().defaultLookup(), "close", JAVA_INT, JAVA_INT);
        errorText = function(library, "libbpf_strerror", JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG);
        messages = LibbpfMessages.listen(function(library, "libbpf_set_print", ADDRESS, ADDRESS));
    }

    private static NativeFunction function(
            SymbolLookup library, String name, MemoryLayout result, MemoryLayout... arguments) {
        return NativeFunction.bind(library, name, FunctionDescriptor.of(result, arguments));
    }

    private static NativeFunction procedure(SymbolLookup library, String name, MemoryLayout... arguments) {
        return NativeFunction.bind(library, name, FunctionDescriptor.ofVoid(arguments));
    }

    /** What libbpf has to say since this was loaded; the verifier's log is part of it. */
    public LibbpfMessages messages() {
        return messages;
    }

    /** Makes the smallest ring and throws it away: fails where this process may not use eBPF. */
    public void tryRing() throws BpfException {
        int fd = createMap.integer(MAP_TYPE_RINGBUF, MemorySegment.NULL, 0, 0, LEAST_RING_BYTES, MemorySegment.NULL);
        closeDescriptor(checked(fd, "Making a ring buffer"));
    }

    /** Another descriptor of the same thing, closed when a program is started. */
    int duplicateDescriptor(int fd) throws BpfException {
        int copy = control.integer(fd, F_DUPFD_CLOEXEC, 0);
        if (copy < 0) {
            throw BpfException.of(
                    "Copying a descriptor", EMFILE, "too many files are open: raise this process's limit");
        }
        return copy;
    }

    /** Of a file or directory that may be read; closed when a program is started. */
    int openDescriptor(Path file) throws BpfException {
        try (Arena arena = Arena.ofConfined()) {
            NativeFunction.IntegerResult opened =
                    open.integerOrErrno(arena.allocateFrom(file.toString()), O_RDONLY_CLOEXEC);
            return opened.value() < 0 ? checked(-opened.errno(), "Opening " + file) : opened.value();
        }
    }

    void closeDescriptor(int fd) {
        closeFd.integer(fd);
    }

    /** The result, if it is not negative. */
    int checked(int result, String what) throws BpfException {
        if (result < 0) {
            throw failure(-result, what);
        }
        return result;
    }

    /** The pointer, if it is not null. */
    MemorySegment checked(NativeFunction.PointerResult result, String what) throws BpfException {
        if (result.isNull()) {
            throw failure(result.errno(), what);
        }
        return result.pointer();
    }

    BpfException failure(int errno, String what) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(LONGEST_ERROR_TEXT);
            errorText.integer(errno, text, text.byteSize());
            return new BpfException(what, errno, text.getString(0, StandardCharsets.UTF_8));
        }
    }

    /** A C string that libbpf owns, copied. */
    static String text(MemorySegment pointer) {
        return pointer.address() == 0 ? "" : pointer.reinterpret(Long.MAX_VALUE).getString(0, StandardCharsets.UTF_8);
    }
}
