-- $1 verb
select succes, duree_ms, resultat::text
from pipeline.suivi_job
where type_job = $1 and succes is not null
order by id desc
limit 1
