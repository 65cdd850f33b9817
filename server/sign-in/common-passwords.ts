// Passwords that are tried first, of eight characters and more: shorter ones are refused anyway. From what everybody
// knows of leaks, not the whole of any of them.
import { wrongParam } from '../http/refusal.ts'

const common = new Set(
  `
  00000000 11111111 1111111111 11223344 12121212 123123123 123321123 12341234 12344321 123454321 123456123 12345678
  123456789 1234567890 1234567891 123456789a 12345678910 123456abc 1234abcd 1234qwer 123qweasd 123qwe123 12qwaszx
  13131313 147258369 159357456 159753159 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx 1qaz2wsx3edc 1qazxsw2 20202020
  21212121 22222222 23232323 25252525 33333333 44444444 55555555 66666666 69696969 741852963 77777777 789456123
  87654321 88888888 963852741 987654321 9876543210 99999999 a1b2c3d4 a1234567 a12345678 a123456789 aa123456
  aa12345678 aaaaaaaa abc12345 abc123456 abcd1234 abcd12345 abcdefgh abcdefghi access14 adgjmptw admin123 admin1234
  admin12345 admin@123 administrator alexander amsterdam arsenal1 asdasdasd asdf1234 asdfasdf asdfghjk asdfghjkl
  asdfqwer ashley12 assassin babygirl babygirl1 bailey12 barcelona baseball baseball1 basketball batman123 benjamin
  bismillah blahblah blink182 brooklyn buster12 butterfly california carillon carillon1 caroline changeit changeme
  changeme1 changeme123 charlie1 chelsea1 chocolate chouchou christian christina christmas computer consumer
  corvette cowboys1 danielle december default1 diamond1 dolphin1 dolphins dragon12 dragon123 einstein elephant
  elizabeth emmanuel enterprise facebook february fireball firebird football football1 football12 forever1 forever21
  formula1 fortress freedom1 friends1 fuckyou1 fuckyou2 gangster garfield gateway1 genesis1 gfhjkm12 ginger12 giovanni
  girlfriend godzilla goldfish google123 greenday guest123 guinness hallo123 hannover happy123 hardcore harley12
  hello123 hello1234 helloworld hello12345 hockey12 hunter12 iloveyou iloveyou1 iloveyou12 iloveyou2 ilovegod
  inuyasha internet jackson1 jasmine1 jennifer jessica1 jonathan jordan23 jordan123 juventus kimberly kingkong
  klaster1 lacrosse lakers24 letmein1 letmein123 letmein12 liverpool liverpool1 london12 lovelove loveyou1 lovely12
  macintosh manchester marina12 marlboro maryjane master12 master123 matthew1 maverick maxwell1 mercedes metallica
  michael1 michelle midnight minecraft monkey12 monkey123 mortgage mustang1 myspace1 natasha1 nicholas nicole12
  nintendo nothing1 november ou812345 p@ssw0rd p@ssword p@55w0rd pa$$w0rd pa55word pa55w0rd paradise passw0rd
  passw0rd1 passwd12 password password! password01 password1 password1! password11 password12 password12! password123
  password123! password1234 password2 password3 password99 passwort passwort1 patricia phoenix1 pineapple pokemon1
  porsche1 portugal precious princess princess1 private1 q1w2e3r4 q1w2e3r4t5 qazwsxedc qazxswedc qwaszx12 qwer1234
  qwert123 qwert1234 qwert12345 qwerty11 qwerty12 qwerty123 qwerty1234 qwerty12345 qwertyui qwertyuiop qwertz123
  qwertzuiop qweasdzxc rainbow1 rammstein realmadrid redskins remember richard1 robert12 rockstar samantha samsung1
  scooter1 scorpion secret12 secret123 security september sergeant serenity shadow12 shadow123 shannon1 simpsons
  skywalker slipknot snoopy12 snowball soccer12 software spiderman spitfire spring2024 spring2025 spring2026
  srinivas startrek starwars starwars1 steelers stephanie strawberry summer12 summer123 summer2024 summer2025
  summer2026 sunflower sunshine sunshine1 superman superman1 superstar swordfish tequila1 terminator test1234 test12345
  testtest theodore thomas12 thunder1 tiffany1 tinkerbell tottenham trustno1 truelove trinidad undertaker valentin
  vanessa1 veronica victoria victory1 warcraft warhammer welcome1 welcome12 welcome123 welcome! westside whatever
  whatever1 william1 winston1 winter12 winter2024 winter2025 winter2026 wolfgang wordpass xxxxxxxx yellow12 yamaha12
  zaq12wsx zaq1zaq1 zxcvbnm1 zxcvbnm123 zxcvbnmasd zxcvzxcv
  `
    .trim()
    .split(/\s+/),
)

/** Refuses what is guessed first: the lists' first entries, and the address itself (ASVS 5.0, 6.2.4 and 6.2.11). */
export function refuseCommonPassword(password: string, email = ''): void {
  const lower = password.normalize('NFKC').toLowerCase()
  const own = email.toLowerCase()
  if (common.has(lower)) throw wrongParam('password', 'is among the first that are tried')
  if (own !== '' && (lower === own || lower === own.split('@')[0]))
    throw wrongParam('password', 'must not be the e-mail address')
}
