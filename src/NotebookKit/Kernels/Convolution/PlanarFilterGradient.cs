using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>The gradient of few filters: a vector holds neighbouring pixels of a row instead of maps of a pixel.</summary>
/// <remarks>
/// The counterpart of <see cref="PlanarConvolution"/>: six maps fill six of sixteen numbers of a vector, sixteen pixels all of them. Bands of rows of the image
/// and of the maps are copied plane by plane; then each of a filter's numbers is a sum of products of vectors (<see cref="PlanarGradientTile"/>), whose lanes are added up at the very end.
/// Maps are 0 beyond their last column, so what an image holds there does not count, if it is finite. Bands are shared out in chunks by sizes alone, and their
/// sums added in the order of the chunks, so the bits do not depend on the threads.
/// </remarks>
internal static unsafe class PlanarFilterGradient
{
    // Fewer taps do not carry the turning into planes.
    private const int FewestTaps = 4;

    private const int ChunkLimit = 16;

    // Pixels of a band: its planes of a tile stay in the first-level cache.
    private const int BandPixels = 2048;

    // Numbers of all chunks' sums together, and of a band's image.
    private const int RoomLimit = 512 * 1024;

    private const int Vector = 64;

    /// <summary>Whether this is the faster way: neighbouring pixels look at neighbouring pixels, and vectors of them are at least twice as full as vectors of maps.</summary>
    public static bool Pays<TVector, T>(in ConvolutionGeometry g)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Plan plan = new(g, TVector.Count);
        return TVector.Count * sizeof(T) == Vector && g.Groups == 1 && g.StrideX == 1 && g.KernelArea >= FewestTaps && g.Images * g.MapHeight > 0
            && 2 * plan.MapGroups * PlanarGradientTile.Maps * plan.Vectors <= g.MapWidth
            && (long)ChunkLimit * plan.Sums <= RoomLimit && (long)g.Channels * plan.ImagePlane <= RoomLimit;
    }

    /// <summary>filters = gradient for images x and maps y of any order of axes.</summary>
    public static void Run<TVector, T>(in ConvolutionGeometry g, ImageView<T> x, ImageView<T> y, T* filters)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Plan plan = new(g, TVector.Count);
        ConvolutionPhase phase = ConvolutionPhase.Of(g);
        int chunks = Math.Min(ChunkLimit, plan.Bands);
        int looks = g.Channels * plan.TapGroups * PlanarGradientTile.Taps;
        T* sums = Workspace.Shared<T>(checked((chunks * plan.Sums) + looks));
        int* offsets = (int*)(sums + ((long)chunks * plan.Sums));
        for (int i = 0; i < looks; i++)
        {
            // The last tap repeats to fill a tile.
            (int channel, int number) = Math.DivRem(i, plan.TapGroups * PlanarGradientTile.Taps);
            Tap tap = phase.Taps[Math.Min(number, phase.Taps.Length - 1)];
            offsets[i] = (channel * plan.ImagePlane) + ((tap.OffsetY - phase.FirstY) * plan.ImageColumns) + tap.OffsetX - phase.FirstX;
        }

        ChunkJob<TVector, T> job = new(g, plan, x, y, phase.FirstY, phase.FirstX, offsets, sums, chunks);
        Fork.Run(chunks, ref job);
        Join<TVector, T>(g, plan, phase.Taps, sums, chunks, filters);
    }

    // Adds the chunks' sums in their order, then the lanes, and puts them where the filters lie.
    private static void Join<TVector, T>(in ConvolutionGeometry g, in Plan plan, Tap[] taps, T* sums, int chunks, T* filters)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int filter = 0; filter < g.Filters; filter++)
        {
            (int group, int map) = Math.DivRem(filter, PlanarGradientTile.Maps);
            for (int place = 0; place < g.Channels * taps.Length; place++)
            {
                (int channel, int tap) = Math.DivRem(place, taps.Length);
                int tile = (((group * g.Channels) + channel) * plan.TapGroups) + (tap / PlanarGradientTile.Taps);
                T* from = sums + (((tile * PlanarGradientTile.Sums) + (tap % PlanarGradientTile.Taps * PlanarGradientTile.Maps) + map) * TVector.Count);
                TVector sum = TVector.Load(from);
                for (int chunk = 1; chunk < chunks; chunk++)
                {
                    sum += TVector.Load(from + ((long)chunk * plan.Sums));
                }

                filters[(((long)filter * g.Channels) + channel) * taps.Length + (taps[tap].Row * g.KernelWidth) + taps[tap].Column] = TVector.Sum(sum);
            }
        }
    }

    /// <summary>The sizes of bands and sums.</summary>
    private readonly struct Plan
    {
        public Plan(in ConvolutionGeometry g, int count)
        {
            Vectors = (g.MapWidth + count - 1) / count;
            MapColumns = Vectors * count;
            ImageColumns = MapColumns + ((g.KernelWidth - 1) * g.DilationX);
            int rows = Math.Clamp(BandPixels / Math.Max(1, MapColumns), 1, Math.Max(1, g.MapHeight));
            BandsOfImage = (g.MapHeight + rows - 1) / rows;
            Rows = BandsOfImage == 0 ? 0 : (g.MapHeight + BandsOfImage - 1) / BandsOfImage;
            Bands = g.Images * BandsOfImage;
            ImageRows = ((Rows - 1) * g.StrideY) + ((g.KernelHeight - 1) * g.DilationY) + 1;

            // Not a multiple of what separates lines that share a place in the cache.
            ImagePlane = Most(((((long)ImageRows * ImageColumns) + 31) / 32 * 32) + 16);
            MapPlane = (Rows * MapColumns) + 16;
            MapGroups = (g.Filters + PlanarGradientTile.Maps - 1) / PlanarGradientTile.Maps;
            TapGroups = (g.KernelArea + PlanarGradientTile.Taps - 1) / PlanarGradientTile.Taps;
            Sums = Most((long)MapGroups * g.Channels * TapGroups * PlanarGradientTile.Sums * count);
        }

        public int Vectors { get; }

        public int MapColumns { get; }

        public int ImageColumns { get; }

        public int BandsOfImage { get; }

        public int Rows { get; }

        public int Bands { get; }

        public int ImageRows { get; }

        public int ImagePlane { get; }

        public int MapPlane { get; }

        public int MapGroups { get; }

        public int TapGroups { get; }

        public int Sums { get; }

        // What is over the limit by far goes another way, whatever it is.
        private static int Most(long numbers) => (int)Math.Min(int.MaxValue, numbers);
    }

    /// <summary>Adds up some bands, one after the other.</summary>
    private readonly struct ChunkJob<TVector, T>(
        ConvolutionGeometry g, Plan plan, ImageView<T> x, ImageView<T> y, int firstY, int firstX, int* offsets, T* sums, int chunks) : IForkBody
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int part)
        {
            T* own = sums + ((long)part * plan.Sums);
            new Span<T>(own, plan.Sums).Clear();
            int imageRoom = (g.Channels * plan.ImagePlane) + TVector.Count;
            int mapPlanes = plan.MapGroups * PlanarGradientTile.Maps;
            T* image = Workspace.OfThread<T>(checked(imageRoom + (mapPlanes * plan.MapPlane)));
            T* maps = image + imageRoom;

            // Maps that only fill the last tile.
            new Span<T>(maps + ((long)g.Filters * plan.MapPlane), (mapPlanes - g.Filters) * plan.MapPlane).Clear();
            int last = (int)((long)plan.Bands * (part + 1) / chunks);
            for (int band = (int)((long)plan.Bands * part / chunks); band < last; band++)
            {
                (int number, int row) = (band / plan.BandsOfImage, band % plan.BandsOfImage * plan.Rows);
                x.CopyPlanes(number, (row * g.StrideY) + firstY, plan.ImageRows, firstX, plan.ImageColumns, image, plan.ImagePlane);
                y.CopyPlanes(number, row, plan.Rows, 0, plan.MapColumns, maps, plan.MapPlane);
                AddBand(image, maps, own);
            }
        }

        private void AddBand(T* image, T* maps, T* to)
        {
            int tiles = g.Channels * plan.TapGroups;
            for (int group = 0; group < plan.MapGroups; group++, maps += (long)PlanarGradientTile.Maps * plan.MapPlane)
            {
                for (int tile = 0; tile < tiles; tile++, to += PlanarGradientTile.Sums * TVector.Count)
                {
                    PlanarGradientTile.Run<TVector, T>(
                        image, g.StrideY * plan.ImageColumns, offsets + (tile * PlanarGradientTile.Taps), maps, plan.MapPlane, plan.MapColumns, plan.Rows, plan.Vectors, to);
                }
            }
        }
    }
}
