using System.Numerics;

namespace NotebookKit.Kernels;

/// <summary>Random yes and no, and zeroing what was not kept.</summary>
internal static unsafe class Chances
{
    private const int Grain = 8 * 1024;

    /// <summary>target[i] is true with a probability, by a word of 32 bits an element: four elements a block.</summary>
    public static void Fill(Span<bool> target, ulong key, ulong firstBlock, double probability)
    {
        fixed (bool* to = target)
        {
            // 2^32 for a probability of 1: every word lies below.
            FillJob job = new(to, target.Length, key, firstBlock, (ulong)Math.Round(probability * 4294967296.0));
            Fork.Run((int)(((long)target.Length + Grain - 1) / Grain), ref job);
        }
    }

    /// <summary>y[i] = scale x[i] where it is kept, else 0.</summary>
    public static void Keep<T>(ReadOnlySpan<T> x, ReadOnlySpan<bool> kept, T scale, Span<T> y)
        where T : unmanaged, INumber<T>
    {
        fixed (T* from = x, to = y)
        fixed (bool* mask = kept)
        {
            KeepJob<T> job = new(from, mask, scale, to, y.Length);
            Fork.Run((int)(((long)y.Length + Grain - 1) / Grain), ref job);
        }
    }

    private readonly struct FillJob(bool* to, int count, ulong key, ulong firstBlock, ulong limit) : IForkBody
    {
        public void Run(int part)
        {
            Span<uint> words = stackalloc uint[4];
            int last = Math.Min(count, (part + 1) * Grain);
            for (int i = part * Grain; i < last; i += 4)
            {
                Philox.Block(key, 0, firstBlock + ((ulong)i / 4), words);
                for (int j = 0; j < 4 && i + j < last; j++)
                {
                    to[i + j] = words[j] < limit;
                }
            }
        }
    }

    private readonly struct KeepJob<T>(T* x, bool* kept, T scale, T* y, int count) : IForkBody
        where T : unmanaged, INumber<T>
    {
        public void Run(int part)
        {
            int last = Math.Min(count, (part + 1) * Grain);
            for (int i = part * Grain; i < last; i++)
            {
                T value = x[i] * scale;
                y[i] = kept[i] ? value : T.Zero;
            }
        }
    }
}
