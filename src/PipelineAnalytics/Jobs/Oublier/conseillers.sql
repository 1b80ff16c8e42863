-- The dates that the pipeline added beside what the mirror says of counsellors.
update public.conseiller c
set date_premier_ae = null, date_dernier_ae = null
from oubli o
where c.id::text = o.id_utilisateur and num_nonnulls(c.date_premier_ae, c.date_dernier_ae) > 0
