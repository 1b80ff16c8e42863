-- Travaux qui ont tourné au moins une fois, et combien de fois.
select type_job as travail, count(*) as nombre, count(*) filter (where succes) as reussies, count(*) filter (where not succes) as echouees, max(date_debut) as derniere
from pipeline.suivi_job
group by type_job
order by type_job;
