assert new File(basedir, 'repository/it/image/release-library').deleteDir()
