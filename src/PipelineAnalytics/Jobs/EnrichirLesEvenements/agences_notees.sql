-- The weeks and users whose events got an agency: their segments are others now.
create temp table corrige on commit drop as select distinct semaine, id_utilisateur from agence_trouvee;
analyze corrige;

with change as (select nextval('pipeline.changement') as changement)
update pipeline.semaine s
set changement = c.changement
from change c
where s.semaine in (select semaine from corrige);
