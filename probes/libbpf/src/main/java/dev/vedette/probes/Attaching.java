package dev.vedette.probes;

import dev.vedette.probes.libbpf.BpfException;
import dev.vedette.probes.libbpf.Libbpf;
import dev.vedette.probes.libbpf.LibbpfUnavailableException;
import dev.vedette.probes.libc.Libc;
import dev.vedette.probes.ring.RingBufferReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How probes come to run: from the kernel's permission to the ring, with what a sensor before left behind. */
final class Attaching {
    private final Libc libc = new Libc();
    private final Libbpf libbpf;
    private final ProbeObject elf;
    private final Ladders ladders;
    private final ProbeSettings settings;
    private final List<String> log = new ArrayList<>();

    /** @param ladders of the object */
    Attaching(Libbpf libbpf, ProbeObject elf, Ladders ladders, ProbeSettings settings) {
        this.libbpf = libbpf;
        this.elf = elf;
        this.ladders = ladders;
        this.settings = settings;
    }

    static Libbpf library() throws ProbesUnavailableException {
        try {
            return Libbpf.load();
        } catch (LibbpfUnavailableException e) {
            throw new ProbesUnavailableException(e.getMessage(), e);
        }
    }

    /** What runs, and how it is read. */
    record Attached(
            Ladders ladders,
            Attachment attachment,
            RingBufferReader ring,
            List<Predecessor> predecessors,
            long abandoned,
            List<String> log,
            Optional<PinDirectory> pins) {}

    Attached attach() throws ProbesUnavailableException {
        requirePermission();
        ProbeLoader loader = new ProbeLoader(libbpf, elf, settings, ladders, log);
        Optional<PinDirectory> pins = pins();
        try {
            return attach(loader, pins);
        } catch (ProbesUnavailableException | RuntimeException e) {
            pins.ifPresent(PinDirectory::close);
            throw e;
        }
    }

    private Attached attach(ProbeLoader loader, Optional<PinDirectory> pins) throws ProbesUnavailableException {
        Optional<Generation> generation = pins.map(directory -> directory.generation(Generation.nameOf(elf, settings)));
        Attachment attachment = new Attachment(libbpf, ladders, loader, generation);
        try {
            begin(attachment, pins, generation);
            RingBufferReader ring = ring(attachment);
            Succession succession = new Succession(libc, libbpf, ladders);
            if (pins.isPresent()) {
                succession.follow(pins.get(), generation.orElseThrow());
            }
            return new Attached(
                    ladders, attachment, ring, succession.predecessors(), succession.abandoned(), log, pins);
        } catch (ProbesUnavailableException | RuntimeException e) {
            attachment.close();
            throw e;
        }
    }

    private void requirePermission() throws ProbesUnavailableException {
        Optional<String> obstacle = ProbeCheck.obstacle(libbpf);
        if (obstacle.isPresent()) {
            throw new ProbesUnavailableException(obstacle.get());
        }
        try {
            TraceFileSystem.ensureMounted(libc);
        } catch (IOException e) {
            // The programs on BTF tracepoints do without; the others will be reported as not attached.
            log.add(e.getMessage());
        }
    }

    private Optional<PinDirectory> pins() throws ProbesUnavailableException {
        if (settings.pins().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(PinDirectory.open(libc, libbpf, settings.pins().get()));
    }

    private void begin(Attachment attachment, Optional<PinDirectory> pins, Optional<Generation> generation)
            throws ProbesUnavailableException {
        Set<String> facts = settings.facts();
        try {
            attachment.begin(facts);
        } catch (BpfException | IOException e) {
            throw pins.isEmpty()
                    ? new ProbesUnavailableException(e.getMessage() + ": see 'vedette doctor'", e)
                    : pins.get().foreign(generation.orElseThrow().name() + ": " + e.getMessage(), e);
        }
    }

    private RingBufferReader ring(Attachment attachment) throws ProbesUnavailableException {
        try {
            return RingBufferReader.open(
                    libc, ProbeLoader.ring(attachment.maps()).fd(), settings.ringBytes());
        } catch (IOException | BpfException e) {
            throw new ProbesUnavailableException(
                    "The kernel's ring buffer cannot be mapped (" + e.getMessage()
                            + "): allow mmap of bpf maps in the security policy of this process",
                    e);
        }
    }
}
