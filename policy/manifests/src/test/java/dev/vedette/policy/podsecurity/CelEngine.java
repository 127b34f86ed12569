package dev.vedette.policy.podsecurity;

import dev.cel.common.CelException;
import dev.cel.common.CelOptions;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Google's CEL with what an API server's has of it: macros, optional values and functions of texts. */
public final class CelEngine {
    private static final CelOptions OPTIONS = CelOptions.current().build();
    private final CelCompiler compiler = CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addLibraries(CelExtensions.optional(), CelExtensions.strings())
            .addVar("object", SimpleType.DYN)
            .addVar("oldObject", SimpleType.DYN)
            .addVar("request", SimpleType.DYN)
            .addVar("variables", SimpleType.DYN)
            .build();
    private final CelRuntime runtime = CelRuntimeFactory.standardCelRuntimeBuilder()
            .setOptions(OPTIONS)
            .addLibraries(CelExtensions.optional(), CelExtensions.strings())
            .build();
    private final Map<String, CelRuntime.Program> programs = new HashMap<>();

    public Object evaluate(String expression, Map<String, ?> values) {
        try {
            return programs.computeIfAbsent(expression, this::program).eval(values);
        } catch (CelException e) {
            throw new AssertionError(expression + ": " + e.getMessage(), e);
        }
    }

    private CelRuntime.Program program(String expression) {
        try {
            return runtime.createProgram(compiler.compile(expression).getAst());
        } catch (CelException e) {
            throw new AssertionError(expression + ": " + e.getMessage(), e);
        }
    }

    /** The values as CEL has them: whole numbers are 64 bits wide. */
    public static Object celValue(Object value) {
        return switch (value) {
            case Integer number -> number.longValue();
            case List<?> list -> list.stream().map(CelEngine::celValue).toList();
            case Map<?, ?> map -> {
                Map<Object, Object> values = new HashMap<>();
                map.forEach((key, of) -> values.put(key, celValue(of)));
                yield values;
            }
            default -> value;
        };
    }
}
