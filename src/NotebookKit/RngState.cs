namespace NotebookKit;

/// <summary>Where a generator stands: its key, how many others it has made, and how many blocks it has drawn.</summary>
internal readonly record struct RngState(ulong Seed, ulong Forks, ulong Blocks)
{
    /// <summary>As three whole numbers in a tensor, for a file.</summary>
    public Tensor ToTensor() => Tensor.From([unchecked((long)Seed), unchecked((long)Forks), unchecked((long)Blocks)]);

    /// <summary>From such a tensor.</summary>
    /// <exception cref="ArgumentException">It holds something else.</exception>
    public static RngState From(Tensor tensor) => tensor.DType == DType.Int64 && tensor.Shape == new Shape(3) && tensor.ToArray<long>() is [var seed, var forks, var blocks]
        ? unchecked(new RngState((ulong)seed, (ulong)forks, (ulong)blocks))
        : throw new ArgumentException($"Rng: its state is [3] of Int64, and this is {tensor.Shape} of {tensor.DType}.");
}
