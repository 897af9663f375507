using System.Runtime.ExceptionServices;

namespace NotebookKit.Kernels;

/// <content>What is shared out.</content>
internal static unsafe partial class Fork
{
    /// <summary>The parts of the job of the moment.</summary>
    /// <remarks>
    /// One object serves all jobs, so a worker may come late and find the next one: it takes part in that, which is as good. For this all that says what
    /// is left stands in one word, parts above and unclaimed ones below: a worker claims by taking one off it, and what it reads of the job
    /// afterwards cannot change before that part is done, because Join waits for it. A job is written before its word is, and none is written while parts of
    /// another are left.
    /// </remarks>
    private sealed class Job
    {
        private delegate*<void*, int, void> run;
        private void* body;
        private Exception? failure;
        private ulong unclaimed;
        private int left;
        private int seats;

        /// <summary>Whether there are parts that nobody has claimed.</summary>
        public bool HasMore => (uint)Volatile.Read(ref unclaimed) != 0;

        /// <summary>Begins a job; the one before was joined.</summary>
        /// <param name="run">Runs a part of a body.</param>
        /// <param name="body">Outlives the job.</param>
        /// <param name="parts">How many parts.</param>
        /// <param name="helpers">How many workers may join; more threads than asked for would change nothing but the cost.</param>
        public void Begin(delegate*<void*, int, void> run, void* body, int parts, int helpers)
        {
            this.run = run;
            this.body = body;
            failure = null;
            left = parts;
            seats = helpers;
            Volatile.Write(ref unclaimed, ((ulong)parts << 32) | (uint)parts);
        }

        /// <summary>Whether a worker may take part.</summary>
        public bool TakeSeat() => Interlocked.Decrement(ref seats) >= 0;

        /// <summary>Does parts until none is unclaimed.</summary>
        public void Work()
        {
            while (Claim(out int part))
            {
                try
                {
                    run(body, part);
                }
                catch (Exception e)
                {
                    failure = e;
                }

                Interlocked.Decrement(ref left);
            }
        }

        /// <summary>Waits for the parts that workers have claimed.</summary>
        public void Join()
        {
            SpinWait spin = default;
            while (Volatile.Read(ref left) > 0)
            {
                spin.SpinOnce(sleep1Threshold: -1);
            }

            if (failure is { } e)
            {
                failure = null;
                ExceptionDispatchInfo.Throw(e);
            }
        }

        private bool Claim(out int part)
        {
            ulong seen = Volatile.Read(ref unclaimed);
            while ((uint)seen != 0)
            {
                ulong before = Interlocked.CompareExchange(ref unclaimed, seen - 1, seen);
                if (before == seen)
                {
                    part = (int)(seen >> 32) - (int)(uint)seen;
                    return true;
                }

                seen = before;
            }

            part = 0;
            return false;
        }
    }
}
