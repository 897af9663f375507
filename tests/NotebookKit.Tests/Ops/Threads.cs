using NotebookKit.Kernels;

namespace NotebookKit.Tests.Ops;

/// <summary>Runs something with several numbers of threads.</summary>
internal static class Threads
{
    /// <summary>Fails unless 1, 2, 3 and 8 threads give the same bits.</summary>
    public static void AllGiveTheSame(Func<float[]> work)
    {
        int before = Fork.Threads;
        try
        {
            Fork.Threads = 1;
            float[] expected = work();
            Assert.All(expected, value => Assert.False(float.IsNaN(value)));
            foreach (int threads in new[] { 2, 3, 8 })
            {
                Fork.Threads = threads;
                Assert.Equal(expected, work());
            }
        }
        finally
        {
            Fork.Threads = before;
        }
    }
}
