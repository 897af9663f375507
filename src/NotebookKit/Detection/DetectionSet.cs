using NotebookKit.Data;

namespace NotebookKit.Detection;

/// <summary>Pictures with the objects on them: boxes, classes, and which pixels are whose.</summary>
[Display.TypeFormatterSource(typeof(Display.DetectionSetFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class DetectionSet
{
    /// <summary>In a row of targets, what stands for no object.</summary>
    internal const int NoObject = -1;

    /// <summary>In a row of targets, what stands for a proposal.</summary>
    internal const int Proposal = -2;

    /// <summary>Makes a set.</summary>
    /// <param name="name">What a person calls it.</param>
    /// <param name="images">[N, channels, H, W] of UInt8 or floats.</param>
    /// <param name="objects">What is on each picture.</param>
    /// <param name="classNames">The name of each class.</param>
    /// <param name="instances">[N, H, W] of Int64: k for the pixels of a picture's k-th object, counted from 1, and 0 for the ground; null where it is not known.</param>
    /// <exception cref="ArgumentException">The numbers of pictures differ, or an object's class has no name.</exception>
    public DetectionSet(string name, Tensor images, IReadOnlyList<IReadOnlyList<LabelledBox>> objects, IReadOnlyList<string> classNames, Tensor? instances = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(objects);
        ArgumentNullException.ThrowIfNull(classNames);
        if (images.Rank != 4 || images.Shape[0] != objects.Count)
        {
            throw new ArgumentException($"DetectionSet {name}: images are [N, channels, H, W] with a list of objects each, and these are {images.Shape} with {objects.Count} lists.", nameof(images));
        }

        if (instances is not null && (instances.DType != DType.Int64 || instances.Shape != new Shape(images.Shape[0], images.Shape[2], images.Shape[3])))
        {
            throw new ArgumentException($"DetectionSet {name}: instances are [N, H, W] of Int64 for images {images.Shape}, and these are {instances.Shape} of {instances.DType}.", nameof(instances));
        }

        if (objects.SelectMany(list => list).FirstOrDefault(thing => thing.Class >= classNames.Count) is { Class: > 0 } odd)
        {
            throw new ArgumentException($"DetectionSet {name}: an object is of class {odd.Class}, and there are names for 0 to {classNames.Count - 1}.", nameof(classNames));
        }

        (Name, Images, Objects, ClassNames, Instances) = (name, images.Contiguous(), objects, classNames, instances?.Contiguous());
    }

    /// <summary>What a person calls it.</summary>
    public string Name { get; }

    /// <summary>[N, channels, H, W].</summary>
    public Tensor Images { get; }

    /// <summary>What is on each picture.</summary>
    public IReadOnlyList<IReadOnlyList<LabelledBox>> Objects { get; }

    /// <summary>The name of each class.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>[N, H, W] of Int64: k where a picture's k-th object (counted from 1) is on top, 0 for the ground; null where it is not known.</summary>
    public Tensor? Instances { get; }

    /// <summary>How many pictures.</summary>
    public int Count => Objects.Count;

    /// <summary>Height and width of the pictures.</summary>
    public Pair Size => new(Images.Shape[2], Images.Shape[3]);

    /// <summary>Boxes and classes from pictures whose pixels carry the number of their object, such as <see cref="Datasets.Nuclei"/>.</summary>
    /// <param name="data">Inputs [N, channels, H, W], targets [N, H, W] of Int64 with 0 for the ground; numbers may have gaps.</param>
    /// <param name="className">What the objects are.</param>
    /// <exception cref="ArgumentException">The targets are no maps of numbers.</exception>
    public static DetectionSet FromInstances(Dataset data, string className = "object")
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Inputs.Rank != 4 || data.Labels.Rank != 3 || data.Labels.DType != DType.Int64)
        {
            throw new ArgumentException($"FromInstances: the set {data.Name} has targets {data.Labels.Shape} of {data.Labels.DType} for inputs {data.Inputs.Shape}; they are to be [N, H, W] of Int64.", nameof(data));
        }

        (int height, int width) = (data.Labels.Shape[1], data.Labels.Shape[2]);
        long[] numbers = data.Labels.ToArray<long>();
        List<IReadOnlyList<LabelledBox>> objects = [];
        for (int picture = 0; picture < data.Count; picture++)
        {
            Span<long> map = numbers.AsSpan(picture * height * width, height * width);
            SortedDictionary<long, int> order = [];
            foreach (long number in map)
            {
                order.TryAdd(number, 0);
            }

            order.Remove(0);
            long[] known = [.. order.Keys];
            for (int i = 0; i < map.Length; i++)
            {
                map[i] = map[i] == 0 ? 0 : Array.BinarySearch(known, map[i]) + 1;
            }

            objects.Add([.. BoxesOf(map, width, known.Length).Select(box => new LabelledBox(box, 0))]);
        }

        return new(data.Name, data.Inputs, objects, [className], Tensor.Wrap(numbers, data.Labels.Shape));
    }

    /// <summary>The first pictures; all when there are fewer.</summary>
    public DetectionSet Take(int count) => Part(0, Math.Clamp(count, 0, Count));

    /// <summary>All but the first pictures.</summary>
    public DetectionSet Skip(int count) => Part(Math.Clamp(count, 0, Count), Count);

    /// <summary>One picture, [channels, H, W].</summary>
    public Tensor Image(int picture) => Images[picture];

    /// <summary>The pixels of one object, [H, W] of Bool.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="number">Which of its objects, counted from 0.</param>
    /// <exception cref="InvalidOperationException">The set knows no pixels.</exception>
    public Tensor Mask(int picture, int number)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, Objects[picture].Count);
        return Instances is { } maps ? maps[picture].EqualTo(number + 1.0) : throw new InvalidOperationException($"Mask: the set {Name} knows boxes only.");
    }

    /// <summary>Some pictures as floats from 0 to 1.</summary>
    public Tensor Load(ReadOnlySpan<int> pictures) => new Dataset(Name, Images, Tensor.Zeros([Count, 1])).Load(pictures).Inputs;

    /// <summary>As a set for <see cref="Training.Trainer"/>: a target is rows of class, left, top, right, bottom, with class -1 in rows that are not used.</summary>
    /// <remarks>Detectors read it by <see cref="ReadTargets"/> in their <see cref="Detector.Loss"/>.</remarks>
    /// <param name="proposals">Boxes on each picture that a detector is to learn from, which become rows of class -2; null for none.</param>
    public Dataset ToDataset(IReadOnlyList<IReadOnlyList<Box>>? proposals = null)
    {
        if (proposals is not null && proposals.Count != Count)
        {
            throw new ArgumentException($"ToDataset: {Count} pictures have {proposals.Count} lists of proposals.", nameof(proposals));
        }

        int most = Math.Max(1, Enumerable.Range(0, Count).Select(i => Objects[i].Count + (proposals?[i].Count ?? 0)).DefaultIfEmpty(0).Max());
        float[] rows = [.. Enumerable.Repeat((float)NoObject, Count * most * 5)];
        for (int i = 0; i < Count; i++)
        {
            IEnumerable<(int Class, Box Box)> all = Objects[i].Select(thing => (thing.Class, thing.Box)).Concat((proposals?[i] ?? []).Select(box => (Proposal, box)));
            int at = i * most * 5;
            foreach ((int one, Box box) in all)
            {
                (rows[at], rows[at + 1], rows[at + 2], rows[at + 3], rows[at + 4]) = (one, (float)box.Left, (float)box.Top, (float)box.Right, (float)box.Bottom);
                at += 5;
            }
        }

        return new Dataset(Name, Images, Tensor.Wrap(rows, [Count, most, 5]), "objects as rows of class and box");
    }

    /// <summary>What <see cref="ToDataset"/> wrote: objects and proposals of each picture of a batch.</summary>
    /// <param name="targets">[N, rows, 5].</param>
    public static (IReadOnlyList<IReadOnlyList<LabelledBox>> Objects, IReadOnlyList<IReadOnlyList<Box>> Proposals) ReadTargets(Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        if (targets.Rank != 3 || targets.Shape[2] != 5 || targets.DType != DType.Float32)
        {
            throw new ArgumentException($"ReadTargets: targets are [N, rows, 5] of Float32 as DetectionSet.ToDataset makes them, and these are {targets.Shape} of {targets.DType}.", nameof(targets));
        }

        float[][][] all = [.. targets.ToArray<float>().Chunk(targets.Shape[1] * 5).Select(picture => picture.Chunk(5).ToArray())];
        static Box BoxOf(float[] row) => new(row[1], row[2], row[3], row[4]);
        return (
            [.. all.Select(rows => (IReadOnlyList<LabelledBox>)[.. rows.Where(row => row[0] >= 0).Select(row => new LabelledBox(BoxOf(row), (int)row[0]))])],
            [.. all.Select(rows => (IReadOnlyList<Box>)[.. rows.Where(row => row[0] == Proposal).Select(BoxOf)])]);
    }

    /// <summary>Name and size, in a line.</summary>
    public override string ToString() => $"{Name}: {Count:N0} pictures {new Shape([.. Images.Shape.Span[1..]])} with {Objects.Sum(list => list.Count):N0} objects of {ClassNames.Count} classes";

    /// <summary>The smallest boxes around the numbers 1 to count of a map.</summary>
    internal static Box[] BoxesOf(ReadOnlySpan<long> map, int width, int count)
    {
        (int Left, int Top, int Right, int Bottom)[] ends = [.. Enumerable.Repeat((int.MaxValue, int.MaxValue, 0, 0), count + 1)];
        for (int i = 0; i < map.Length; i++)
        {
            ref var end = ref ends[map[i]];
            (int x, int y) = (i % width, i / width);
            end = (Math.Min(end.Left, x), Math.Min(end.Top, y), Math.Max(end.Right, x + 1), Math.Max(end.Bottom, y + 1));
        }

        return [.. ends.Skip(1).Select(end => new Box(end.Left, end.Top, end.Right, end.Bottom))];
    }

    private DetectionSet Part(int from, int to) => new(Name, Images[from..to], [.. Objects.Skip(from).Take(to - from)], ClassNames, Instances?[from..to]);
}
