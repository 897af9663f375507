using System.Numerics;

namespace NotebookKit.Kernels;

/// <summary>Philox 4x32-10: four random words from a key and a counter, by ten rounds of multiplying and mixing.</summary>
/// <remarks>Salmon, Moraes, Dror and Shaw, Parallel random numbers: as easy as 1, 2, 3, SC 2011.</remarks>
internal static class Philox
{
    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;
    private const uint Golden = 0x9E3779B9;
    private const uint RootThree = 0xBB67AE85;

    /// <summary>The words of block number <paramref name="block"/> in stream <paramref name="stream"/>.</summary>
    public static void Block(ulong key, ulong stream, ulong block, Span<uint> words)
    {
        uint x0 = (uint)block, x1 = (uint)(block >> 32), x2 = (uint)stream, x3 = (uint)(stream >> 32);
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        for (int round = 0; round < 10; round++)
        {
            ulong product0 = (ulong)Multiplier0 * x0;
            ulong product1 = (ulong)Multiplier1 * x2;
            (x0, x1, x2, x3) = ((uint)(product1 >> 32) ^ x1 ^ k0, (uint)product1, (uint)(product0 >> 32) ^ x3 ^ k1, (uint)product0);
            k0 = unchecked(k0 + Golden);
            k1 = unchecked(k1 + RootThree);
        }

        words[0] = x0;
        words[1] = x1;
        words[2] = x2;
        words[3] = x3;
    }

    /// <summary>A number from [0, 1) of 53 random bits.</summary>
    public static double Unit(uint low, uint high) => ((((ulong)high << 32) | low) >> 11) * (1.0 / (1UL << 53));

    /// <summary>target[i] = low + (high - low) u, two numbers a block.</summary>
    public static void Uniform<T>(Span<T> target, ulong key, ulong firstBlock, double low, double high)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<uint> words = stackalloc uint[4];
        T top = T.BitDecrement(T.CreateTruncating(high));
        for (int i = 0; i < target.Length; i += 2)
        {
            Block(key, 0, firstBlock + ((ulong)i / 2), words);
            for (int j = 0; j < 2 && i + j < target.Length; j++)
            {
                T value = T.CreateTruncating(low + ((high - low) * Unit(words[2 * j], words[(2 * j) + 1])));

                // Rounding to float may reach the end that the interval leaves out.
                target[i + j] = high > low && value > top ? top : value;
            }
        }
    }

    /// <summary>target[i] is normal, by Box and Muller's transform: two numbers a block.</summary>
    public static void Normal<T>(Span<T> target, ulong key, ulong firstBlock, double mean, double deviation)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<uint> words = stackalloc uint[4];
        for (int i = 0; i < target.Length; i += 2)
        {
            Block(key, 0, firstBlock + ((ulong)i / 2), words);
            double radius = Math.Sqrt(-2 * Math.Log(1 - Unit(words[0], words[1])));
            (double sine, double cosine) = Math.SinCos(2 * Math.PI * Unit(words[2], words[3]));
            target[i] = T.CreateTruncating(mean + (deviation * radius * cosine));
            if (i + 1 < target.Length)
            {
                target[i + 1] = T.CreateTruncating(mean + (deviation * radius * sine));
            }
        }
    }
}
