-- $1 work_mem, $2 whether other connections publish at the same time. Until the end of the transaction.
select set_config('work_mem', $1, true), set_config('jit', 'off', true),
       case when $2 then set_config('max_parallel_workers_per_gather', '0', true) end
