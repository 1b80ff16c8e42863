-- $1 Monday of the current week
select semaine
from pipeline.semaine
where nb_evenements > 0 and semaine between '0001-01-08' and $1::date - 7
order by semaine
