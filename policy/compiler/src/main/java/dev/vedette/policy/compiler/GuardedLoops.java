package dev.vedette.policy.compiler;

import dev.vedette.policy.engine.LoopGuard;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Has each round of a loop in compiled rules counted by {@link LoopGuard}, so that one without end is cut off: where code
 * jumps back, and where a lambda begins, which a loop of the library may call without end.
 */
final class GuardedLoops {
    private static final ClassDesc GUARD = LoopGuard.class.describeConstable().orElseThrow();
    private static final MethodTypeDesc NOTHING = MethodTypeDesc.of(ConstantDescs.CD_void);

    private GuardedLoops() {}

    /** The class with its loops counted; as it was if it has none. */
    static byte[] in(byte[] compiled) {
        ClassFile files = ClassFile.of(ClassHierarchyResolverOption.of(ClassHierarchyResolver.defaultResolver()
                .orElse(ClassHierarchyResolver.ofClassLoading(GuardedLoops.class.getClassLoader()))));
        ClassModel model = files.parse(compiled);
        if (model.methods().stream().noneMatch(GuardedLoops::mayLoop)) {
            return compiled;
        }
        return files.transformClass(
                model, ClassTransform.transformingMethods(GuardedLoops::mayLoop, (method, element) -> {
                    if (element instanceof CodeModel code) {
                        method.transformCode(code, CodeTransform.ofStateful(Counting::new));
                    } else {
                        method.with(element);
                    }
                }));
    }

    private static boolean mayLoop(MethodModel method) {
        if (method.code().isEmpty()) {
            return false;
        }
        Set<Label> passed = new HashSet<>();
        return isLambda(method)
                || method.code().orElseThrow().elementStream().anyMatch(element -> jumpsBack(element, passed));
    }

    private static boolean isLambda(MethodModel method) {
        return method.methodName().stringValue().startsWith("lambda$");
    }

    /** @param passed the places before the element; it is put there if it is one */
    private static boolean jumpsBack(CodeElement element, Set<Label> passed) {
        if (element instanceof LabelTarget target) {
            passed.add(target.label());
        }
        return targets(element).stream().anyMatch(passed::contains);
    }

    private static List<Label> targets(CodeElement element) {
        return switch (element) {
            case BranchInstruction branch -> List.of(branch.target());
            case LookupSwitchInstruction choice -> withDefault(choice.cases(), choice.defaultTarget());
            case TableSwitchInstruction choice -> withDefault(choice.cases(), choice.defaultTarget());
            default -> List.of();
        };
    }

    private static List<Label> withDefault(List<SwitchCase> cases, Label other) {
        return Stream.concat(cases.stream().map(SwitchCase::target), Stream.of(other))
                .toList();
    }

    /** Of one method. */
    private static final class Counting implements CodeTransform {
        private final Set<Label> passed = new HashSet<>();

        @Override
        public void atStart(CodeBuilder code) {
            // What loops by being called: all that may loop at all is counted so, which costs it little.
            code.invokestatic(GUARD, "round", NOTHING);
        }

        @Override
        public void accept(CodeBuilder code, CodeElement element) {
            if (jumpsBack(element, passed)) {
                code.invokestatic(GUARD, "round", NOTHING);
            }
            code.with(element);
        }
    }
}
