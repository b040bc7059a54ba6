assert !new File(basedir, 'registries').exists()
