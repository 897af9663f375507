using NotebookKit.Kernels;

namespace NotebookKit.Tests.Kernels;

/// <summary>Sharing out parts: each is done once, whatever workers come late from the job before.</summary>
[Collection(nameof(OneAtATime))]
public class ForkTests
{
    [Fact]
    public void Each_part_of_many_short_jobs_is_done_exactly_once()
    {
        int before = Fork.Threads;
        try
        {
            Fork.Threads = 4;
            for (int job = 0; job < 5000; job++)
            {
                int parts = 2 + (job * 7 % 13);
                int[] done = new int[parts];
                Count count = new(done);
                Fork.Run(parts, ref count);
                Assert.All(done, times => Assert.Equal(1, times));
            }
        }
        finally
        {
            Fork.Threads = before;
        }
    }

    [Fact]
    public void An_error_of_a_part_comes_out_once_and_the_next_job_runs()
    {
        int before = Fork.Threads;
        try
        {
            Fork.Threads = 3;
            Assert.Throws<InvalidOperationException>(() =>
            {
                Fail fail = default;
                Fork.Run(6, ref fail);
            });
            int[] done = new int[6];
            Count count = new(done);
            Fork.Run(6, ref count);
            Assert.All(done, times => Assert.Equal(1, times));
        }
        finally
        {
            Fork.Threads = before;
        }
    }

    private readonly struct Count(int[] done) : IForkBody
    {
        public void Run(int part) => Interlocked.Increment(ref done[part]);
    }

    private readonly struct Fail : IForkBody
    {
        public void Run(int part) => throw new InvalidOperationException($"part {part}");
    }
}
