namespace NotebookKit.Kernels;

/// <summary>Something done to each image of a batch by itself.</summary>
/// <typeparam name="T">The kind of number.</typeparam>
internal interface IImagePass<T>
{
    /// <summary>Makes one image of the result from the image of the same number; images come in any order and at once.</summary>
    void Run(int image, ReadOnlySpan<T> from, Span<T> to);
}

/// <summary>Goes through a batch once, image by image, shared out among all cores.</summary>
internal static unsafe class ImagePasses
{
    /// <summary>Runs a pass on images that lie one after the other.</summary>
    public static void Run<TPass, T>(TPass pass, ReadOnlySpan<T> x, int images, Span<T> y)
        where TPass : IImagePass<T>
        where T : unmanaged
    {
        if (images == 0)
        {
            return;
        }

        fixed (T* px = x, py = y)
        {
            Job<TPass, T> job = new(pass, px, x.Length / images, py, y.Length / images);
            Fork.Run(images, ref job);
        }
    }

    private readonly struct Job<TPass, T>(TPass pass, T* x, int sizeX, T* y, int sizeY) : IForkBody
        where TPass : IImagePass<T>
        where T : unmanaged
    {
        public void Run(int part) => pass.Run(part, new ReadOnlySpan<T>(x + ((long)part * sizeX), sizeX), new Span<T>(y + ((long)part * sizeY), sizeY));
    }
}
