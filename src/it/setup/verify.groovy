assert new File(localRepositoryPath, 'it/image/parent/1/parent-1.pom').file
assert new File(basedir, 'first/target/first-1-image.tar').file

// The plugin's jar, which its users download and their scanners read.
def jar = null
new File(localRepositoryPath, 'io/github/imagepromotion').eachFileRecurse {
    jar = it.name ==~ /image-promotion-maven-plugin-[\d.]+(-SNAPSHOT)?\.jar/ ? it : jar
}
assert jar.length() <= 9_000_000
new java.util.zip.ZipFile(jar).withCloseable { assert it.size() <= 5000 }
