#!/usr/bin/env bash
# A Slurm of one node on this machine, for one command: slurm.sh FOLDER COMMAND... runs it with SLURM_CONF set.
# Needs root and Debian's slurm-wlm and munge; starts without systemd, and ends what it started.
set -euo pipefail
folder=$1
shift
mkdir -p "$folder"/{munge,state,spool}
folder=$(cd "$folder" && pwd)
host=$(hostname -s)
port=$((20000 + $$ % 20000))
export SLURM_CONF=$folder/slurm.conf

head -c 128 /dev/urandom >"$folder/munge/key"
chmod 700 "$folder/munge"
chmod 600 "$folder/munge/key"
chmod 711 "$folder" "$folder/munge"
# Its patience is that of a machine that has much else to do: what is slow is no failure. What a task leaves is not
# waited for longer than need be: a requeued task begins again when its credential (cred_expire) is no longer good.
cat >"$SLURM_CONF" <<CONF
ClusterName=uptake
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$folder/munge/socket,cred_expire=20
CredType=cred/munge
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd.log
SlurmctldPort=$port
SlurmdPort=$((port + 1))
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU_Memory
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
ReturnToService=2
KillWait=10
MessageTimeout=60
TCPTimeout=30
BatchStartTimeout=300
SlurmdTimeout=0
MaxArraySize=101
SlurmdParameters=config_overrides
SchedulerParameters=sched_interval=2
NodeName=$host NodeAddr=127.0.0.1 CPUs=4 RealMemory=8000 State=UNKNOWN
PartitionName=main Nodes=$host Default=YES MaxTime=INFINITE State=UP OverSubscribe=YES
CONF

end_one() {  # PIDFILE
  local pid
  pid=$(cat "$1" 2>/dev/null) || return 0
  kill "$pid" 2>/dev/null || return 0
  for _ in $(seq 300); do kill -0 "$pid" 2>/dev/null || return 0; sleep 0.1; done
  kill -9 "$pid" 2>/dev/null || true
}
trap 'scancel -u root 2>/dev/null; end_one "$folder/slurmd.pid"; end_one "$folder/slurmctld.pid"; end_one "$folder/munge/pid"' EXIT

munged --force --key-file="$folder/munge/key" --socket="$folder/munge/socket" --pid-file="$folder/munge/pid" \
  --log-file="$folder/munge/log" --seed-file="$folder/munge/seed"
slurmctld
slurmd -N "$host"
for _ in $(seq 600); do
  sinfo -h -o %t 2>/dev/null | grep -q idle && break
  sleep 0.2
done
sinfo -h -o %t | grep -q idle || { cat "$folder"/slurmctld.log "$folder"/slurmd.log >&2; exit 1; }
"$@"
