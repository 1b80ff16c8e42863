-- The last mirror that was made: milliseconds, and what it says of itself.
select duree_ms, resultat::text
from pipeline.suivi_job
where type_job = 'dump-for-analytics' and succes and duree_ms is not null and resultat is not null
order by id desc
limit 1
