-- $1 verb, $2 first and $3 last Monday as they were asked for, $4 whether their events are counted anew
select id, debut, suivi
from pipeline.campagne
where verbe = $1 and du is not distinct from $2::date and au is not distinct from $3::date and reconstruire = $4 and fin is null
