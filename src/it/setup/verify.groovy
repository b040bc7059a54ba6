assert new File(localRepositoryPath, 'it/image/parent/1/parent-1.pom').file
assert new File(basedir, 'first/target/first-1-image.tar').file
