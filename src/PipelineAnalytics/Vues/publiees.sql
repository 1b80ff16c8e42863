-- $1 vue, $2 first Monday, $3 last Monday: its weeks that readers find
select semaine
from pipeline.vue_semaine
where vue = $1 and semaine between $2 and $3
order by semaine
