using System.Numerics;
using ILGPU;

namespace NotebookKit.Ilgpu.Works;

/// <summary>The four random words of a block: the library's Philox 4x32-10, in the words of a card.</summary>
internal readonly struct Words
{
    private Words(uint a, uint b, uint c, uint d) => (A, B, C, D) = (a, b, c, d);

    /// <summary>The first word.</summary>
    public uint A { get; }

    /// <summary>The second.</summary>
    public uint B { get; }

    /// <summary>The third.</summary>
    public uint C { get; }

    /// <summary>The fourth.</summary>
    public uint D { get; }

    /// <summary>The words of a block in the stream 0 of a key.</summary>
    public static Words Of(ulong key, ulong block)
    {
        uint x0 = (uint)block;
        uint x1 = (uint)(block >> 32);
        uint x2 = 0;
        uint x3 = 0;
        uint k0 = (uint)key;
        uint k1 = (uint)(key >> 32);
        for (int round = 0; round < 10; round++)
        {
            ulong left = 0xD2511F53UL * x0;
            ulong right = 0xCD9E8D57UL * x2;
            x0 = (uint)(right >> 32) ^ x1 ^ k0;
            x2 = (uint)(left >> 32) ^ x3 ^ k1;
            x1 = (uint)right;
            x3 = (uint)left;
            k0 += 0x9E3779B9;
            k1 += 0xBB67AE85;
        }

        return new Words(x0, x1, x2, x3);
    }

    /// <summary>A number from [0, 1) of 53 random bits.</summary>
    public static double Unit(uint low, uint high) => (double)((((ulong)high << 32) | low) >> 11) * (1.0 / 9007199254740992.0);
}

/// <summary>y = low + (high - low) u, two numbers a block; what rounding lifts to the end that the interval leaves out is the number before it.</summary>
internal readonly struct UniformWork<T>(ArrayView<T> y, ulong key, ulong firstBlock, double low, double high, T top) : IWork
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Run(int i)
    {
        Words words = Words.Of(key, firstBlock + ((ulong)i / 2));
        double unit = (i & 1) == 0 ? Words.Unit(words.A, words.B) : Words.Unit(words.C, words.D);
        T value = Numbers.Narrow<T>(low + ((high - low) * unit));
        y[i] = high > low && value > top ? top : value;
    }
}

/// <summary>y is normal, by Box and Muller's transform, two numbers a block.</summary>
internal readonly struct NormalWork<T>(ArrayView<T> y, ulong key, ulong firstBlock, double mean, double deviation) : IWork
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Run(int i)
    {
        Words words = Words.Of(key, firstBlock + ((ulong)i / 2));
        double radius = Math.Sqrt(-2 * Functions.Logarithm(1 - Words.Unit(words.A, words.B)));
        double angle = 2 * Math.PI * Words.Unit(words.C, words.D);
        y[i] = Numbers.Narrow<T>(mean + (deviation * radius * Functions.Sine(angle, 1 - (i & 1))));
    }
}

/// <summary>True with a probability: a word below a limit, four numbers a block.</summary>
internal readonly struct ChanceWork(ArrayView<byte> y, ulong key, ulong firstBlock, ulong limit) : IWork
{
    /// <inheritdoc/>
    public void Run(int i)
    {
        Words words = Words.Of(key, firstBlock + ((ulong)i / 4));
        uint word = (i & 2) == 0 ? ((i & 1) == 0 ? words.A : words.B) : ((i & 1) == 0 ? words.C : words.D);
        y[i] = word < limit ? (byte)1 : (byte)0;
    }
}
