package dev.vedette.policy.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Loads a bundle's classes from memory, and gives up the bytes of each with that. Thread-safe, as class loaders are. */
final class BundleLoader extends ClassLoader {
    static {
        registerAsParallelCapable();
    }

    private final Map<String, byte[]> classes = new ConcurrentHashMap<>();

    BundleLoader(BundleContent content, ClassLoader parent) {
        super("rule-bundle", parent);
        classes.putAll(content.classes());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = classes.remove(name.replace('.', '/') + ".class");
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }
}
