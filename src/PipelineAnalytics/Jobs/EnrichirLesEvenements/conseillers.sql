-- {conseiller} is the mirrored table, in its place or before it is swapped in. Writes the first and last event of counsellors beside what the mirror says of them, where it differs.
update {conseiller} c
set date_premier_ae = a.date_premier_ae, date_dernier_ae = a.date_dernier_ae
from {conseiller} k
left join pipeline.conseiller_ae a on a.id_utilisateur = k.id::text
where c.id = k.id
  and (c.date_premier_ae is distinct from a.date_premier_ae or c.date_dernier_ae is distinct from a.date_dernier_ae)
