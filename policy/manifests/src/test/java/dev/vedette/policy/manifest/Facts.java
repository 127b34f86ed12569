package dev.vedette.policy.manifest;

import dev.vedette.policy.model.IsolationObserved;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The facts of a text, and the problems met on the way. */
record Facts(List<IsolationObserved> all, List<ManifestProblem> problems) {
    static Facts of(String text) {
        ManifestSet set = ManifestReader.readText("test.yaml", text);
        FieldReader fields = new FieldReader("test.yaml");
        List<IsolationObserved> facts = new ArrayList<>();
        for (Manifest manifest : set.manifests()) {
            facts.addAll(new ManifestFacts(fields, 1).of(Workloads.in(manifest, fields)));
        }
        List<ManifestProblem> problems = new ArrayList<>(set.problems());
        problems.addAll(fields.problems());
        return new Facts(facts, problems);
    }

    /** A pod whose only container has {@code fields}, each line indented as written. */
    static Facts ofContainer(String fields) {
        return of("""
                kind: Pod
                metadata: {name: web, namespace: shop}
                spec:
                  containers:
                    - name: main
                      image: nginx:1.29
                """ + fields.indent(6));
    }

    List<IsolationObserved> where(Predicate<IsolationObserved.Isolation> predicate) {
        return all.stream().filter(fact -> predicate.test(fact.isolation())).toList();
    }

    IsolationObserved only(Predicate<IsolationObserved.Isolation> predicate) {
        List<IsolationObserved> found = where(predicate);
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " facts instead of one among " + all);
        }
        return found.getFirst();
    }
}
