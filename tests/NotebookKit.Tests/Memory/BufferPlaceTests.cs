using NotebookKit.Memory;

namespace NotebookKit.Tests.Memory;

/// <summary>Where buffers start: at a cache line, and large ones not all at the same line of a page.</summary>
public class BufferPlaceTests
{
    private const int Line = 64;
    private const int Page = 4096;

    [Theory]
    [InlineData(1024)]
    [InlineData(20_000)]
    [InlineData(64 * 1024)]
    [InlineData((64 * 1024) + 12)]
    [InlineData(40_000_000)]
    public void Buffers_start_at_a_cache_line_and_hold_what_was_asked_for(int bytes)
    {
        foreach (bool lasting in new[] { true, false })
        {
            using IDisposable scope = new BufferScope();
            Storage<double> buffer = BufferPool<double>.Rent(bytes / sizeof(double), lasting);
            Assert.Equal(0, PlaceOf(buffer) % Line);
            Assert.Equal(bytes / sizeof(double), buffer.Elements.Length);
            buffer.Elements.Fill(1);
        }
    }

    [Fact]
    public void Large_buffers_that_live_at_once_start_at_different_lines()
    {
        Storage<float>[] buffers = [.. Enumerable.Range(0, 16).Select(_ => BufferPool<float>.Rent(1 << 20, lasting: true))];

        long[] lines = [.. buffers.Select(buffer => PlaceOf(buffer) % Page / Line)];

        // Other tests rent at the same time, so not each need be another one.
        Assert.True(lines.Distinct().Count() >= 8, string.Join(' ', lines));
    }

    [Theory]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(98_304)]
    [InlineData(1_000_000)]
    public void What_a_scope_gave_back_is_rented_again(int length)
    {
        long[] seen = new long[2];
        for (int round = 0; round < 2; round++)
        {
            using IDisposable scope = new BufferScope();
            seen[round] = PlaceOf(BufferPool<bool>.Rent(length, lasting: false));
        }

        // The same array, at most a page further on.
        Assert.InRange(seen[1] - seen[0], -Page, Page);
    }

    private static unsafe long PlaceOf<T>(Storage<T> buffer)
        where T : unmanaged
    {
        fixed (T* start = buffer.Elements)
        {
            return (long)start;
        }
    }
}
