using System.Globalization;
using Xunit.Abstractions;

namespace NotebookKit.Tests.Files.Fuzz;

/// <summary>Damages small files in every way that comes to mind, and demands that nothing but InvalidDataException comes of it.</summary>
/// <remarks>100,000 cases a format, always the same ones; NOTEBOOKKIT_FUZZ_CASES asks for more and then draws others. A class is a format: they run in parallel.</remarks>
public abstract class FormatFuzz(ITestOutputHelper output)
{
    private const int UsualCases = 100_000;

    /// <summary>Good files of a few hundred bytes.</summary>
    protected abstract byte[][] Seeds { get; }

    /// <summary>Reads a damaged file as a user would.</summary>
    protected abstract void Read(byte[] file);

    /// <summary>Repairs checksums, so that damage gets past them.</summary>
    protected virtual byte[] Seal(byte[] file, int number) => file;

    /// <summary>The most that reading may allocate.</summary>
    protected virtual long BytesFor(byte[] file) => 1_000_000 + (4096L * file.Length);

    [Fact]
    public void Damaged_files_are_refused_or_read_and_never_more_than_that()
    {
        string? asked = Environment.GetEnvironmentVariable("NOTEBOOKKIT_FUZZ_CASES");
        int cases = asked is null ? UsualCases : int.Parse(asked, CultureInfo.InvariantCulture);
        Random random = new(asked is null ? 20261121 : Environment.TickCount);
        byte[][] seeds = Seeds;
        foreach (byte[] seed in seeds)
        {
            Read(Seal(seed, 0));
        }

        int refused = 0;
        long most = 0;
        for (int number = 0; number < cases; number++)
        {
            byte[] file = Seal(Mutation.Of(seeds, random), number);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                Read(file);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
            catch (Exception other)
            {
                Assert.Fail($"case {number}: {other.GetType().Name} for {Convert.ToBase64String(file)}\n{other}");
            }

            long used = GC.GetAllocatedBytesForCurrentThread() - before;
            most = Math.Max(most, used);
            Assert.True(used <= BytesFor(file), $"case {number}: {used:N0} bytes for a file of {file.Length}: {Convert.ToBase64String(file)}");
        }

        output.WriteLine($"{cases:N0} cases, {refused:N0} refused, at most {most:N0} bytes allocated in one");
        Assert.InRange(refused, cases / 10, cases);
    }
}
