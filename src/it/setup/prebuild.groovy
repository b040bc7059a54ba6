// Nothing of an earlier run, and a root for the cases, so that Maven takes none of this project's .mvn for theirs.
new File(localRepositoryPath, 'it').deleteDir()
new File(localRepositoryPath, 'com/example').deleteDir()
assert new File(basedir.parentFile, '.mvn').with { it.directory || it.mkdirs() }
