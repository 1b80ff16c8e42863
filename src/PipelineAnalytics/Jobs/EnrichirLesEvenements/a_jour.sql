-- $1 fingerprint of the rules of counting: were all the rollups made by them, and from the events as they are?
select exists (select from pipeline.reglage where nom = 'cumuls' and valeur = $1)
   and not exists (select from pipeline.semaine_a_recompter)
   and not exists (select from pipeline.correction)
