package dev.vedette.cli;

import dev.vedette.policy.manifest.PodTemplates;
import dev.vedette.policy.manifest.TemplatePath;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Where custom kinds keep their pods, beside those that are known. */
final class TemplateOptions {
    @Option(
            names = "--template",
            paramLabel = "KIND.GROUP=PATH",
            converter = TemplateConverter.class,
            description = "Where a custom kind keeps its pods' template, * standing for each item of a list, such as"
                    + " Job.batch.volcano.sh=spec.tasks.*.template; may be given several times.")
    private List<TemplatePath> templates = List.of();

    PodTemplates all() {
        return PodTemplates.KNOWN.with(templates);
    }

    static final class TemplateConverter implements ITypeConverter<TemplatePath> {
        @Override
        public TemplatePath convert(String text) {
            try {
                return TemplatePath.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
