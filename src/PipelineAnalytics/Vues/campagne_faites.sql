-- $1 vues, $2 the run that began: weeks that it or a later one computed, in every vue
select semaine
from pipeline.vue_semaine
where vue = any ($1::text[]) and suivi >= $2
group by semaine
having count(*) = cardinality($1::text[])
