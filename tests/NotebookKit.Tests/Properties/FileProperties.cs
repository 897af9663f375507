using FsCheck;
using FsCheck.Fluent;
using NotebookKit.Files;

namespace NotebookKit.Tests.Properties;

/// <summary>What must hold for files, whatever is in them: what was written is read, and what is cut short is refused.</summary>
public class FileProperties
{
    private static Gen<NpyArray> Arrays =>
        from rank in Gen.Choose(0, 4)
        from sizes in Gen.Choose(0, 4).ArrayOf(rank)
        let count = sizes.Aggregate(1, (product, size) => product * size)
        from doubles in Gen.Elements(0, -0.5, 1e-300, 12345.678, double.NaN, double.NegativeInfinity).ArrayOf(count)
        from kind in Gen.Choose(0, 4)
        select new NpyArray(sizes, kind switch
        {
            0 => doubles,
            1 => Array.ConvertAll(doubles, value => (float)value),
            2 => Array.ConvertAll(doubles, BitConverter.DoubleToInt64Bits),
            3 => Array.ConvertAll(doubles, value => (byte)BitConverter.DoubleToInt64Bits(value)),
            _ => Array.ConvertAll(doubles, value => value > 0),
        });

    private static Gen<(int Width, int Height, int Channels, byte[] Pixels)> Pictures =>
        from width in Gen.Choose(1, 20)
        from height in Gen.Choose(1, 20)
        from channels in Gen.Elements(1, 3, 4)
        from pixels in Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf(width * height * channels)
        select (width, height, channels, pixels);

    [Fact]
    public void An_array_comes_back_from_npy_and_npz() => Holds(Arrays, array =>
    {
        using MemoryStream stream = new();
        NpzFile.Write(stream, [new("x", array), new("deep/y", array)]);
        NamedArrays both = NpzFile.Read(stream);
        return Same(array, NpyFile.Read(NpyFile.Write(array), "npy")) && Same(array, both["x"]) && Same(array, both["deep/y"])
            && both.NotFinite.Count == (array.Values.Cast<object>().Any(value => value is double.NaN or double.NegativeInfinity or float.NaN or float.NegativeInfinity) ? 2 : 0);
    });

    [Fact]
    public void An_array_cut_short_or_with_something_behind_it_is_refused() => Holds(
        from array in Arrays from cut in Gen.Choose(1, 200) select (array, cut),
        pair =>
        {
            byte[] file = NpyFile.Write(pair.array);
            return Refused(() => NpyFile.Read(file.AsSpan(0, Math.Max(0, file.Length - pair.cut)), "cut")) && Refused(() => NpyFile.Read([.. file, .. new byte[pair.cut]], "more"));
        });

    [Fact]
    public void A_picture_comes_back_from_png_and_keeps_its_size_through_jpeg() => Holds(Pictures, picture =>
    {
        Picture png = Png.Decode(Png.Encode(picture.Pixels, picture.Width, picture.Height, picture.Channels));
        Picture jpeg = Jpeg.Decode(Jpeg.Encode(picture.Pixels, picture.Width, picture.Height, picture.Channels, 1 + (picture.Pixels[0] % 100), picture.Width % 2 == 0));
        byte[] back = picture.Channels switch { 1 => png.ToGrey(), 3 => png.ToRgb(), _ => png.Rgba };
        return back.AsSpan().SequenceEqual(picture.Pixels) && (jpeg.Width, jpeg.Height) == (picture.Width, picture.Height);
    });

    [Fact]
    public void A_jpeg_cut_short_is_refused() => Holds(
        from picture in Pictures from cut in Gen.Choose(1, 300) select (picture, cut),
        pair =>
        {
            byte[] file = Jpeg.Encode(pair.picture.Pixels, pair.picture.Width, pair.picture.Height, pair.picture.Channels);
            return Refused(() => Jpeg.Decode(file.AsSpan(0, Math.Max(0, file.Length - pair.cut))));
        });

    private static bool Same(NpyArray expected, NpyArray read) =>
        expected.Sizes.SequenceEqual(read.Sizes) && expected.Values.GetType() == read.Values.GetType() && expected.Values.Cast<object>().SequenceEqual(read.Values.Cast<object>());

    private static bool Refused(Action read)
    {
        try
        {
            read();
            return false;
        }
        catch (InvalidDataException)
        {
            return true;
        }
    }

    private static void Holds<T>(Gen<T> cases, Func<T, bool> property) =>
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(100).WithReplay(new Replay(new Rnd(17, 41), null)), Prop.ForAll(Arb.From(cases), property));
}
