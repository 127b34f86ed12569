/**
 * Changes to YAML and JSON texts at single values, which leave every other character where it was: comments, order,
 * quotes, indentation and line ends.
 */
package dev.vedette.policy.yaml.edit;
