/** What is found of images: real ones, from a real registry, in a real containerd. */
package dev.vedette.tests.images;
