package dev.vedette.policy.compiler;

import dev.vedette.policy.engine.BundleSignature;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.drools.compiler.kie.builder.impl.InternalKieModule;

/** Writes a bundle so that the same content makes the same bytes. */
final class BundleWriter {
    /** Any fixed time does; earlier ones a zip file can't hold. */
    private static final FileTime TIME = FileTime.from(Instant.parse("1980-02-01T00:00:00Z"));

    private BundleWriter() {}

    static void write(InternalKieModule module, Map<String, String> pages, Optional<PrivateKey> key, Path jar)
            throws IOException {
        SortedMap<String, byte[]> entries = new TreeMap<>();
        for (String file : module.getFileNames()) {
            boolean ofTheBuild = file.startsWith("org/drools/") || file.startsWith("META-INF/maven/");
            if (!ofTheBuild && file.endsWith(".class")) {
                entries.put(file, GuardedLoops.in(module.getBytes(file)));
            } else if (!ofTheBuild && file.endsWith("/drools-model")) {
                entries.put(file, module.getBytes(file));
            }
        }
        pages.forEach((file, text) -> entries.put(file, text.getBytes(StandardCharsets.UTF_8)));
        key.ifPresent(signer -> entries.put(BundleSignature.ENTRY, BundleSignature.sign(entries, signer)));
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(jar));
                ZipOutputStream zip = new ZipOutputStream(file)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                ZipEntry header = new ZipEntry(entry.getKey());
                header.setLastModifiedTime(TIME);
                zip.putNextEntry(header);
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
    }
}
